"""P01 permit gating: from application to permit, refusal or closing."""
