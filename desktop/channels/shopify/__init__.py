"""Shopify, through its GraphQL Admin API."""
