"""How deliveries leave: addresses are checked, requests bounded, bodies signed."""
