"""Training of the models that the embedded stages load: data, recipes, and one configuration per run."""
