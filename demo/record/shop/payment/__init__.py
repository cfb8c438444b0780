"""Charges cards. The card network is a pause of realistic length; everything else is real."""
