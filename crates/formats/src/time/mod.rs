//! Reading any written time.
