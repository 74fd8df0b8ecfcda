"""The pages of advice: the resident's phone, the front desk, the slip."""
