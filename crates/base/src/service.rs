/// The service that an instance belongs to, as far as its name tells: the namespace, the ReplicaSet
/// hash, the pod suffix, the ordinal of a StatefulSet pod and a `-v2` release mark are taken off.
///
/// A name that does not look like an instance's comes back unchanged.
///
/// ```
/// # use postlude_base::service_of_instance;
/// assert_eq!(service_of_instance("prod/cart-64469b5b48-25zj6"), "cart");
/// assert_eq!(service_of_instance("cart-v2-7bb89585b4-5mpwz"), "cart");
/// assert_eq!(service_of_instance("carts-db"), "carts-db");
/// ```
pub fn service_of_instance(name: &str) -> &str {
    let name = name.trim();
    let tail = name.rsplit_once('/').map_or(name, |(_, tail)| tail);
    deployment_of_pod(tail).map_or(name, without_release)
}

/// `cart` of `cart-64469b5b48-25zj6`: a ReplicaSet hash (6 to 10 of a-z0-9, at least one digit), then
/// a suffix of five. Kubernetes draws both from an alphabet without vowels, but recorded data are
/// often anonymised, so vowels are allowed.
fn deployment_of_pod(name: &str) -> Option<&str> {
    let (rest, suffix) = name.rsplit_once('-')?;
    let (deployment, hash) = rest.rsplit_once('-')?;
    let alphabet = |s: &str| s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let is_pod = suffix.len() == 5
        && (6..=10).contains(&hash.len())
        && alphabet(suffix)
        && alphabet(hash)
        && hash.bytes().any(|b| b.is_ascii_digit());
    (is_pod && !deployment.is_empty()).then_some(deployment)
}

fn without_release(name: &str) -> &str {
    match name.rsplit_once("-v") {
        Some((head, digits))
            if !head.is_empty() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            head
        }
        _ => name,
    }
}

/// The name that numbered copies of a service share: `orders` of `orders-2`. Whether it is a service must be known from
/// elsewhere: `zone-2` may be its own thing.
///
/// ```
/// # use postlude_base::without_ordinal;
/// assert_eq!(without_ordinal("orders-2"), Some("orders"));
/// assert_eq!(without_ordinal("carts-db"), None);
/// assert_eq!(without_ordinal("report-2024"), None);
/// ```
pub fn without_ordinal(name: &str) -> Option<&str> {
    let (head, digits) = name.rsplit_once(['-', '_'])?;
    let is_ordinal = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (is_ordinal && !head.is_empty()).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::service_of_instance;

    #[test]
    fn leaves_plain_names_alone() {
        for name in ["cart", "carts-db", "queue-master", "my-app-backend", "", "a/b", "ip-10-0-0-1"] {
            assert_eq!(service_of_instance(name), name);
        }
    }
}
