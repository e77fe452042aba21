"""Who somebody is: guests, sign-ins, and who may do what."""
