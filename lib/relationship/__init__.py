"""The relationship with a client: contact, promises, requests, escalations, onboarding, departure."""
