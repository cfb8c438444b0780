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
