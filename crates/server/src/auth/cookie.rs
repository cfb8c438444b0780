//! The cookie of a session.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use cookie::time::Duration;

use super::key::Key;
use crate::settings::{Entrance, Settings};

/// Seconds that a session is good for without being used anew: thirty days.
pub const LASTS_S: i64 = 30 * 86_400;

/// The name of the cookie. Behind TLS the prefix keeps other hosts from setting it. Browsers do not tell ports of one machine apart,
/// so that two servers on it need two names.
fn name(settings: &Settings) -> String {
    match settings.entrance {
        _ if settings.is_secure() => "__Host-postlude".to_owned(),
        Entrance::Single => format!("postlude_{}", settings.listen.port()),
        Entrance::Accounts => "postlude".to_owned(),
    }
}

/// The key that the browser shows.
pub fn shown(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    CookieJar::from_headers(headers).get(&name(settings)).map(|cookie| cookie.value().to_owned())
}

/// Hands a key to the browser.
pub fn set(key: &Key, settings: &Settings) -> Cookie<'static> {
    let mut cookie = bare(settings, key.reveal().to_owned());
    cookie.set_max_age(Duration::seconds(LASTS_S));
    cookie
}

/// Takes it away.
pub fn clear(settings: &Settings) -> Cookie<'static> {
    let mut cookie = bare(settings, String::new());
    cookie.make_removal();
    cookie
}

fn bare(settings: &Settings, value: String) -> Cookie<'static> {
    // Lax: a link in a chat opens the page logged in; changes are guarded by `origin`.
    Cookie::build((name(settings), value))
        .path("/")
        .http_only(true)
        .secure(settings.is_secure())
        .same_site(SameSite::Lax)
        .build()
}
