//! Log bodies to patterns, patterns to templates, without any configuration.
//!
//! # Two steps
//!
//! 1. **While reading, per record:** a [`Masker`] replaces what looks like a value by [`HOLE`] and names the result, the
//!    *pattern*, by a hash that is the same on every machine; [`Patterns`] counts patterns. The look of a word
//!    decides alone, so blocks of a source are independent, and no configuration can be forgotten.
//! 2. **Once, over all patterns:** [`templates`] decides which of the words left are values after all:
//!    * patterns of one *form* are one template: lists of any length, empty values, units, names with a digit (`form`);
//!    * places made for values, after `key=`, in quotes, after `user`, are looked at together (`assigned`);
//!    * words that vary much under the same neighbours are values, and so are words that stand where a value stands
//!      elsewhere (`variety`);
//!    * what is left is divided by position where words vary at several places (`cross`).
//!
//! What is variable follows Khan et al., "Guidelines for Assessing the Accuracy of Log Message Template
//! Identification Techniques" (ICSE 2022). Splitting by position is the idea of IPLoM (KDD 2009) and Brain (IEEE
//! TSC 2023). Unlike a parse tree that grows while reading (Drain, ICWS 2017), the result does not depend on the
//! order of records or on where blocks are cut.
//!
//! # Invariants
//!
//! * The same bodies give the same patterns and templates, in any order, on any machine. A template's id is the hash of
//!   its text: it stays when other templates change.
//! * Every pattern belongs to exactly one template; no two templates have the same text.
//! * Memory is bounded: a body is read up to [`LONGEST_BODY`] bytes, a table holds a bounded number of patterns and
//!   counts the rest under coarser ones. [`templates`] needs about 350 MB for 200,000 patterns of 20 words that have nothing
//!   in common, and about 140 MB for as many lines of 3,000 templates.
//! * No input panics; nothing is quadratic in the length of the input.
//!
//! Lengths are in bytes of UTF-8.
//!
//! # What each rule is worth
//!
//! Mean grouping accuracy and F1 of grouping over eight public systems of LogHub-2k with corrected templates, one
//! rule off at a time (all rules: GA 0.999, FGA 0.993; Drain3 without configuration: 0.852 and 0.842 on the same
//! systems). Rules that change nothing here are there for other logs, and are covered by tests.
//!
//! | without | GA | FGA |
//! | --- | --- | --- |
//! | the second step: a pattern is a template | 0.915 | 0.940 |
//! | all of the second step but forms | 0.982 | 0.982 |
//! | variety | 0.997 | 0.981 |
//! | a word where a value stands elsewhere | 0.998 | 0.992 |
//! | empty values | 0.942 | 0.992 |
//! | units | 0.990 | 0.983 |
//! | lists as one value | 0.999 | 0.976 |
//! | names with a digit, files, packages as values | 0.999 | 0.998 |
//! | everything after `key:` as one value | 0.998 | 0.985 |
//! | MAC and IPv6 addresses | 0.999 | 0.989 |
//! | queries after paths | 0.941 | 0.987 |
//! | names of months and days | 0.942 | 0.984 |
//!
//! The crate knows nothing of formats, services, severities or time: a body comes without its header. It does no I/O.

mod assigned;
mod byte_class;
mod calendar;
mod cross;
mod extent;
mod form;
mod hash;
mod mask;
mod parameters;
mod patterns;
mod place;
mod route;
mod subject;
mod template;
mod token;
mod variety;
mod vocabulary;
mod word;

pub use mask::{HOLE, LONGEST_BODY, Masker};
pub use parameters::parameters;
pub use patterns::{PATTERNS_IN_ALL, PATTERNS_OF_BLOCK, Pattern, Patterns};
pub use route::route;
pub use template::{Template, templates};
