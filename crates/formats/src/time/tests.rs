mod finding;
mod layouts;
mod learning;
mod properties;
mod resolving;
