"""What the interface says of itself: the OpenAPI document and its examples."""
