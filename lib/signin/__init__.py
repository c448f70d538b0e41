"""Who may come in: what is configured, which configurations are refused, what proves an identity. No Streamlit."""
