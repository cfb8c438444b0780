//! The words of the domain as the description of the API lists them: crates that are pure know no API.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_review::process::{Noun, Phase, Step};
use postlude_store::Scope;
use serde_json::Value;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Array, Object};

use super::coach::MOMENTS;
use crate::settings::Entrance;

fn one_of(words: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

fn one_of_or_none(words: impl IntoIterator<Item = &'static str>) -> Object {
    let words = words.into_iter().map(Value::from).chain([Value::Null]);
    let either = SchemaType::Array(vec![Type::String, Type::Null]);
    ObjectBuilder::new().schema_type(either).enum_values(Some(words)).build()
}

const ACCOUNT_ROLES: [AccountRole; 3] =
    [AccountRole::Reader, AccountRole::Member, AccountRole::Administrator];

pub fn account_role() -> Object {
    one_of(ACCOUNT_ROLES.map(AccountRole::name))
}

pub fn account_role_or_none() -> Object {
    one_of_or_none(ACCOUNT_ROLES.map(AccountRole::name))
}

pub fn review_role() -> Object {
    one_of(ReviewRole::ALL.map(ReviewRole::name))
}

pub fn review_role_or_none() -> Object {
    one_of_or_none(ReviewRole::ALL.map(ReviewRole::name))
}

pub fn visibility() -> Object {
    one_of([Visibility::Open, Visibility::Restricted].map(Visibility::name))
}

pub fn visibility_or_none() -> Object {
    one_of_or_none([Visibility::Open, Visibility::Restricted].map(Visibility::name))
}

pub fn phase() -> Object {
    one_of(Phase::NAMES)
}

pub fn entrance() -> Object {
    one_of([Entrance::Single, Entrance::Accounts].map(Entrance::name))
}

pub fn scopes() -> Array {
    let scope = one_of([Scope::Read, Scope::Write, Scope::Admin].map(Scope::name));
    ArrayBuilder::new().items(scope).build()
}

pub fn change_kind() -> Object {
    one_of(["added", "changed", "removed"])
}

pub fn offset_state() -> Object {
    one_of(["none", "proposed", "applied", "given", "not_steady"])
}

pub fn question_state() -> Object {
    one_of(["proposed", "kept", "dismissed", "assigned", "answered"])
}

pub fn reference_map() -> Object {
    one_of(["entries", "notes"])
}

pub fn asked_of() -> Object {
    one_of(["person", "meeting"])
}

/// What the coach may be told of the moment.
pub fn coach_moment() -> Object {
    one_of_or_none(MOMENTS.map(|(name, _)| name))
}

/// How far a noun is, in a word.
pub fn step_state() -> Object {
    let steps = [Step::NotStarted, Step::InProgress, Step::Done, Step::NotDoing { reason: String::new() }];
    let names = steps.iter().filter_map(|step| serde_json::to_value(step).ok()?.get("state").cloned());
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

/// The state of each of the seven nouns.
pub fn steps() -> Object {
    let reason = ObjectBuilder::new().schema_type(Type::String);
    let step =
        ObjectBuilder::new().property("state", step_state()).required("state").property("reason", reason);
    let step = step.build();
    let nouns = Noun::ALL.into_iter().fold(ObjectBuilder::new(), |nouns, noun| {
        nouns.property(noun.name(), step.clone()).required(noun.name())
    });
    nouns.description(Some("The state of each of the seven nouns; why, where one is left out.")).build()
}

/// Numbers of entries, and what waits. None is there before the document was described for the first time.
pub fn figures() -> Object {
    let names = ["entries", "picked", "candidates", "notes", "comments", "open_questions"];
    let figures = names.into_iter().fold(ObjectBuilder::new(), |figures, name| {
        figures.property(name, ObjectBuilder::new().schema_type(Type::Integer))
    });
    let description = "Numbers of entries, and what waits, as the document was last described; none before.";
    figures.description(Some(description)).build()
}
