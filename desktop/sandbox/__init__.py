"""Amazon and Shopify on 127.0.0.1: to try the app, and to test it. An independent judge."""
