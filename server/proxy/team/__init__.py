"""Several people and organisations on one server: who somebody is, what they may do, what they did."""
