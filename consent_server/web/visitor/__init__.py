"""Everything a visitor touches: choosing, my choices, receipts, assets."""
