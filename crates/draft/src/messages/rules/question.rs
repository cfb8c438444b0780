use super::Rule;

/// Something is asked; a question mark alone is nearly enough.
pub(super) const RULES: &[Rule] = &[
    (
        25,
        "^ what|when|where is|are|do|does|did|can|was|were|has|have|will|would|should|changed|version|happens|happened",
    ),
    (25, "^ who|why|how|which|wdyt"),
    (20, "^ is|are|does|did|has|have|was|were any*|some*|it|this|that|there|the|we|you|everyone"),
    (25, "^ do we|you|they|i|any*"),
    (25, "or what|not|no $"),
    (20, "^ anything|anybody|anyone"),
    (25, "^ should|shall|may|can|could|would i|we|you|any*|some*|it|he|she"),
    (25, "any* else|idea|know|knows|looking|seeing|have|got|aware"),
    (30, "^ any news|update*|luck|progress|chance"),
    (
        35,
        "please|you|somebody|someone|anyone|anybody check|confirm|verify|share|paste|advise|clarify|explain|look",
    ),
    (25, "do we know|have"),
    (25, "would like to know"),
    (25, "wdyt"),
    (20, "^ kann|weiss|weiß|gibt|wer|wann|warum|wie|wo"),
    (35, "^ hat|ist|sind|haben|hast|habt|kann|könnte|weiß|weiss ~ jemand|wer|du|ihr"),
    (25, "^ seit wann|welche|welcher|welches|wieso|weshalb|woher"),
];
