//! Templates: made from the patterns of all chosen sources together, looked up by the pattern of a row.
//!
//! A lookup function instead of a join: a query that does not ask for the template does not pay for it, and one
//! that does pays a hash lookup per row and copies no text.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::cast::AsArray;
use datafusion::arrow::array::{ArrayRef, RecordBatch, StringViewArray, UInt32Array, UInt64Array};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, UInt64Type};
use datafusion::common::Result;
use datafusion::common::utils::take_function_args;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::prelude::{DataFrame, Expr, SessionContext, col};
use postlude_mining::{PATTERNS_IN_ALL, Patterns, templates};

/// From pattern to template.
#[derive(Debug)]
pub(super) struct Index {
    /// Position of a pattern in the arrays.
    positions: HashMap<u64, u32>,
    patterns: UInt64Array,
    ids: ArrayRef,
    texts: ArrayRef,
    counts: UInt64Array,
}

/// Makes the templates of patterns.
pub(super) async fn build(patterns: DataFrame) -> Result<Arc<Index>> {
    let merged = patterns
        .aggregate(vec![col("pattern"), col("text")], vec![sum(col("count")).alias("count")])?
        // The table of patterns is bounded: which of them are told apart must not depend on chance.
        .sort(vec![col("text").sort(true, false), col("pattern").sort(true, false)])?
        .collect()
        .await?;
    let mut all = Patterns::new(PATTERNS_IN_ALL);
    let mut counted = Vec::new();
    for batch in &merged {
        let patterns = batch.column(0).as_primitive::<UInt64Type>().values();
        let texts = batch.column(1).as_string_view();
        let counts = batch.column(2).as_primitive::<UInt64Type>().values();
        for ((&pattern, text), &count) in patterns.iter().zip(texts).zip(counts) {
            let text = text.unwrap_or_default().to_owned();
            counted.push((pattern, all.add(pattern, text, count), count));
        }
    }
    Ok(Arc::new(index(&counted, all)))
}

fn index(counted: &[(u64, u64, u64)], all: Patterns) -> Index {
    let templates = templates(&all.into_sorted());
    let mut home = HashMap::new();
    for (position, template) in templates.iter().enumerate() {
        home.extend(template.patterns.iter().map(|&pattern| (pattern, position)));
    }
    let with_home = || counted.iter().filter_map(|(p, as_pattern, c)| Some((*p, *home.get(as_pattern)?, *c)));
    let patterns: UInt64Array = with_home().map(|(pattern, _, _)| pattern).collect();
    let positions =
        patterns.values().iter().zip(0..).map(|(&pattern, position)| (pattern, position)).collect();
    let ids: UInt64Array = with_home().map(|(_, home, _)| templates[home].id).collect();
    let homes: UInt32Array = with_home().map(|(_, home, _)| u32::try_from(home).ok()).collect();
    let texts: StringViewArray = templates.iter().map(|template| Some(template.text.as_str())).collect();
    let texts = take(&texts, &homes, None).expect("every home is a template");
    let counts = with_home().map(|(_, _, count)| count).collect();
    Index { positions, patterns, ids: Arc::new(ids), texts, counts }
}

/// The table `template`: one row per pattern.
pub(super) fn register(context: &SessionContext, index: &Index) -> Result<()> {
    let rows = RecordBatch::try_from_iter([
        ("pattern", Arc::new(index.patterns.clone()) as ArrayRef),
        ("template_id", Arc::clone(&index.ids)),
        ("template", Arc::clone(&index.texts)),
        ("records", Arc::new(index.counts.clone())),
    ])?;
    context.register_batch("template", rows)?;
    Ok(())
}

impl Index {
    /// Id and text of the template of a pattern.
    pub(super) fn template(&self, pattern: u64) -> Option<(u64, &str)> {
        let at = *self.positions.get(&pattern)? as usize;
        Some((self.ids.as_primitive::<UInt64Type>().value(at), self.texts.as_string_view().value(at)))
    }

    /// The patterns of a template.
    pub(super) fn patterns_of(&self, template: u64) -> Vec<u64> {
        let ids = self.ids.as_primitive::<UInt64Type>().values();
        let patterns = self.patterns.values().iter().zip(ids);
        patterns.filter(|(_, id)| **id == template).map(|(pattern, _)| *pattern).collect()
    }

    /// The columns that it adds to a table with `pattern`.
    pub(super) fn columns(self: &Arc<Self>) -> [Expr; 2] {
        [("template_id", DataType::UInt64), ("template", DataType::Utf8View)].map(|(name, gives)| {
            let signature = Signature::exact(vec![DataType::UInt64], Volatility::Immutable);
            let lookup = Lookup { name, gives, index: Arc::clone(self), signature };
            ScalarUDF::new_from_impl(lookup).call(vec![col("pattern")]).alias(name)
        })
    }
}

/// `template_id(pattern)` and `template(pattern)`.
#[derive(Debug)]
struct Lookup {
    name: &'static str,
    gives: DataType,
    index: Arc<Index>,
    signature: Signature,
}

// Two lookups are the same when they have the same name in the same session: each session has one index.
impl PartialEq for Lookup {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && Arc::ptr_eq(&self.index, &other.index)
    }
}

impl Eq for Lookup {}

impl Hash for Lookup {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Lookup {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(self.gives.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let [patterns] = take_function_args(self.name, arrays)?;
        let patterns = patterns.as_primitive::<UInt64Type>();
        let positions: UInt32Array =
            patterns.iter().map(|pattern| self.index.positions.get(&pattern?).copied()).collect();
        let values = if self.gives == DataType::UInt64 { &self.index.ids } else { &self.index.texts };
        Ok(ColumnarValue::Array(take(values, &positions, None)?))
    }
}
