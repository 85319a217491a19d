"""The pages on which people sign in, with roster's own servicers behind them, on its fake store."""
