//! `time` of a row whose source has a clock that is off.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::cast::AsArray;
use datafusion::arrow::array::{Array, TimestampNanosecondArray};
use datafusion::arrow::datatypes::{DataType, TimestampNanosecondType, UInt32Type};
use datafusion::common::Result;
use datafusion::common::utils::take_function_args;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::prelude::{Expr, col};
use postlude_base::{SourceId, Timestamp};

/// `repaired(time_original, source_id)`.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Repaired {
    offsets: BTreeMap<SourceId, i64>,
    signature: Signature,
}

impl ScalarUDFImpl for Repaired {
    fn name(&self) -> &'static str {
        "repaired"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        Ok(arguments[0].clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let [times, sources] = take_function_args("repaired", arrays)?;
        let times = times.as_primitive::<TimestampNanosecondType>();
        let sources = sources.as_primitive::<UInt32Type>();
        let repaired: TimestampNanosecondArray = times
            .iter()
            .zip(sources.values())
            .map(|(time, source)| {
                let offset = self.offsets.get(&SourceId(*source)).copied().unwrap_or(0);
                time.map(|time| Timestamp(time).plus(offset).0)
            })
            .collect();
        Ok(ColumnarValue::Array(Arc::new(repaired.with_data_type(times.data_type().clone()))))
    }
}

/// The expression for `time`, given how far the clocks of the sources are off.
pub(super) fn repaired(offsets: &BTreeMap<SourceId, i64>) -> Expr {
    let signature = Signature::any(2, Volatility::Immutable);
    let function = ScalarUDF::new_from_impl(Repaired { offsets: offsets.clone(), signature });
    function.call(vec![col("time_original"), col("source_id")]).alias("time")
}
