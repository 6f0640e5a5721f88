"""What donors see, and what states show them: releases, the portfolio, side by side."""
