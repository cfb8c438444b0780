//! The form of a pattern: its tokens without what varies for reasons of style. Patterns of one form are printed
//! by the same line of code, so they are always one template.

use crate::token::Token;
use crate::vocabulary::{ACCOUNT, LOOSE, PLACEHOLDER, PREPOSITION, TELLING_KEY, UNIT};

/// Tokens within which a quoted value must end.
const LONGEST_QUOTE: usize = 64;

/// The form of a pattern.
///
/// * Lists of values, dates and the like are one hole whatever their length; a dash or stars in their place too.
/// * An empty value is a hole: `user=`, `[]`, `()`.
/// * A unit belongs to its number.
/// * The quoted value of a key is a hole, unless the key tells what happened (`msg="..."`).
/// * Words with a digit and the names of well-known accounts (`by root`) are holes.
pub(crate) fn form(tokens: &[Token]) -> Vec<Token> {
    let mut form: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match *token {
            Token::Hole => push_hole(&mut form),
            word if word.has(UNIT) && matches!(form[..], [.., Token::Hole, Token::Blank]) => {
                form.pop();
            }
            word if word.has(PLACEHOLDER) && beside_hole(&form, &tokens[at..]) => push_hole(&mut form),
            word if word.has(LOOSE) && !is_name(&form, tokens.get(at)) => push_hole(&mut form),
            word if word.has(ACCOUNT)
                && matches!(form[..], [.., last, Token::Blank] if last.has(PREPOSITION)) =>
            {
                push_hole(&mut form);
            }
            Token::Mark(quote @ (b'"' | b'\''))
                if let Some(length) = quoted_value(&form, quote, &tokens[at..]) =>
            {
                form.push(Token::Mark(quote));
                push_hole(&mut form);
                at += length;
            }
            token => {
                form.push(token);
                if is_empty_value(&form, tokens.get(at)) {
                    push_hole(&mut form);
                }
            }
        }
    }
    form
}

fn push_hole(form: &mut Vec<Token>) {
    let joined = match form.as_slice() {
        [.., Token::Hole] => 0,
        [.., Token::Hole, Token::Blank] => 1,
        [.., Token::Hole, Token::Mark(mark)] if is_joint(*mark) => 1,
        [.., Token::Hole, Token::Mark(mark), Token::Blank] if is_joint(*mark) => 2,
        [.., Token::Hole, Token::Mark(close), Token::Mark(b','), Token::Mark(open)]
            if is_quote(*open, *close) =>
        {
            3
        }
        [.., Token::Hole, Token::Mark(close), Token::Mark(b','), Token::Blank, Token::Mark(open)]
            if is_quote(*open, *close) =>
        {
            4
        }
        _ => {
            form.push(Token::Hole);
            return;
        }
    };
    form.truncate(form.len() - joined);
}

fn is_quote(open: u8, close: u8) -> bool {
    open == close && matches!(open, b'"' | b'\'')
}

fn is_joint(mark: u8) -> bool {
    matches!(mark, b',' | b':' | b';' | b'|')
}

/// Whether a word after `form` is a part of a route or a key.
fn is_name(form: &[Token], next: Option<&Token>) -> bool {
    matches!(form, [.., Token::Mark(b'/')]) || next == Some(&Token::Mark(b'='))
}

fn beside_hole(form: &[Token], next: &[Token]) -> bool {
    matches!(form, [.., Token::Hole, Token::Blank]) || matches!(next, [Token::Blank, Token::Hole, ..])
}

/// Tokens up to the closing quote, if what stands before the opening one is a key.
fn quoted_value(form: &[Token], quote: u8, inside: &[Token]) -> Option<usize> {
    let ([before @ .., Token::Mark(b'=' | b':')] | [before @ .., Token::Mark(b'=' | b':'), Token::Blank]) =
        form
    else {
        return None;
    };
    let ([.., key, Token::Mark(b'"' | b'\'')] | [.., key]) = before else { return None };
    if !key.is_word() {
        return None;
    }
    let length = inside.iter().take(LONGEST_QUOTE).position(|token| *token == Token::Mark(quote))?;
    (length > 0 && !key.has(TELLING_KEY)).then_some(length)
}

/// Whether a value is missing between the last token and the next.
fn is_empty_value(form: &[Token], next: Option<&Token>) -> bool {
    let next_mark = match next {
        Some(Token::Mark(mark)) => Some(*mark),
        _ => None,
    };
    match form {
        [.., Token::Word(_), Token::Mark(b'=')] => {
            matches!(next, None | Some(Token::Blank))
                || next_mark.is_some_and(|mark| b",;)]}".contains(&mark))
        }
        [.., Token::Blank, Token::Mark(b'(')] => next_mark == Some(b')'),
        [.., Token::Mark(b'[')] => next_mark == Some(b']'),
        [.., Token::Mark(b'{')] => next_mark == Some(b'}'),
        [.., before, Token::Mark(quote @ (b'"' | b'\''))] => {
            next_mark == Some(*quote) && *before != Token::Mark(*quote) && *before != Token::Hole
        }
        _ => false,
    }
}
