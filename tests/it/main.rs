//! The one integration binary.

mod cases;
mod layers;
mod manual;
