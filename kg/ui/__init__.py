"""The app: pages, and the components they are made of."""
