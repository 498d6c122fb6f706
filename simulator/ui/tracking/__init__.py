"""Parts of the page Track: real figures typed or brought in, the plan beside them, and what is learned from them."""
