//! Moments of a row whose source has a clock that is off.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::cast::AsArray;
use datafusion::arrow::array::{Array, TimestampNanosecondArray};
use datafusion::arrow::datatypes::{DataType, TimestampNanosecondType, UInt32Type, UInt64Type};
use datafusion::common::Result;
use datafusion::common::utils::take_function_args;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::prelude::{Expr, col};
use postlude_base::{SourceId, Timestamp};
use postlude_draft::clocks::Course;

/// `repaired(time, source_id, byte_from)`.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Repaired {
    offsets: BTreeMap<SourceId, Course>,
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
        let [times, sources, places] = take_function_args("repaired", arrays)?;
        let times = times.as_primitive::<TimestampNanosecondType>();
        let sources = sources.as_primitive::<UInt32Type>().values();
        let places = places.as_primitive::<UInt64Type>().values();
        let repaired: TimestampNanosecondArray = times
            .iter()
            .zip(sources.iter().zip(places))
            .map(|(time, (source, byte_from))| {
                let time = Timestamp(time?);
                let course = self.offsets.get(&SourceId(*source));
                Some(time.plus(course.map_or(0, |course| course.at(time, *byte_from))).0)
            })
            .collect();
        Ok(ColumnarValue::Array(Arc::new(repaired.with_data_type(times.data_type().clone()))))
    }
}

/// The expression for a column of moments, made from the column that has them as written, given how far the clocks of the
/// sources are off.
pub(super) fn repaired(offsets: &BTreeMap<SourceId, Course>, written: &str, name: &str) -> Expr {
    let signature = Signature::any(3, Volatility::Immutable);
    let function = ScalarUDF::new_from_impl(Repaired { offsets: offsets.clone(), signature });
    function.call(vec![col(written), col("source_id"), col("byte_from")]).alias(name)
}
