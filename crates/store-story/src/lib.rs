//! One story of a review's life, told to every store: what holds on one database holds on the other.
