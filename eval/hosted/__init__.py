"""Language models in evaluation: recorded for replay and held to a cost cap, and one that plays the user."""
