//! What there is to filter by, and how many records each would leave.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{col, lit};
use postlude_base::SourceId;
use serde::Serialize;

use super::filter::severity_class;
use super::histogram::{SEVERITIES, column};
use super::{Filter, Screens};
use crate::Failure;
use crate::sql::query_failure;

/// Templates, sources and services named at most.
const MOST: usize = 500;

/// What the records that a filter lets through have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Facets {
    /// Most records first; those without a service under no name.
    pub services: Vec<ServiceFacet>,
    /// Worst first.
    pub severities: Vec<SeverityFacet>,
    /// Most records first.
    pub templates: Vec<TemplateFacet>,
    /// Most records first.
    pub sources: Vec<SourceFacet>,
    /// Facets that are not named because there are too many.
    pub left_out: usize,
}

/// Records of a service.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceFacet {
    /// Its name.
    pub name: Option<String>,
    /// How many.
    pub records: u64,
}

/// Records of a severity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SeverityFacet {
    /// As in a histogram.
    pub name: &'static str,
    /// How many.
    pub records: u64,
}

/// Records of a template.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TemplateFacet {
    /// In hexadecimal.
    pub id: String,
    /// Its text.
    pub text: String,
    /// How many.
    pub records: u64,
    /// The worst severity among them.
    pub severity: &'static str,
}

/// Records of a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SourceFacet {
    /// Its number.
    pub id: u32,
    /// Its path.
    pub path: String,
    /// How many.
    pub records: u64,
}

/// Sums while the groups are walked through.
#[derive(Default)]
struct Sums {
    services: BTreeMap<Option<String>, u64>,
    severities: [u64; SEVERITIES.len()],
    templates: BTreeMap<u64, (u64, usize)>,
    sources: BTreeMap<SourceId, u64>,
}

impl Screens {
    /// The facets of what a filter lets through, records without a time among them unless it names times.
    pub async fn facets(&self, filter: &Filter) -> Result<Arc<Facets>, Failure> {
        self.facets.get(format!("{filter:?}"), self.count_facets(filter)).await
    }

    async fn count_facets(&self, filter: &Filter) -> Result<Facets, Failure> {
        let ends = (filter.from.map_or(i64::MIN, |from| from.0), filter.to.map_or(i64::MAX, |to| to.0));
        let when = (filter.from.is_some() || filter.to.is_some()).then(|| self.within(ends.0, ends.1));
        let Some(frame) = self.records(filter, when.as_ref()).await? else { return Ok(Facets::default()) };
        let groups = ["service_name", "severity_number", "pattern", "source_id"].map(col).to_vec();
        let frame = frame.aggregate(groups, vec![count(lit(1)).alias("records")]).map_err(query_failure)?;
        let mut sums = Sums::default();
        let mut texts: BTreeMap<u64, &str> = BTreeMap::new();
        for row in self.rows(frame).await? {
            let records = row.integer("records").unwrap_or(0).unsigned_abs();
            let class = column(severity_class(row.integer("severity_number")));
            *sums.services.entry(row.owned("service_name")).or_default() += records;
            sums.severities[class] += records;
            if let Some(source) = row.integer("source_id").and_then(|id| u32::try_from(id).ok()) {
                *sums.sources.entry(SourceId(source)).or_default() += records;
            }
            let pattern = row.integer("pattern").map(i64::cast_unsigned);
            if let Some((id, text)) = pattern.and_then(|pattern| self.session.template(pattern)) {
                texts.insert(id, text);
                let template = sums.templates.entry(id).or_insert((0, class));
                *template = (template.0 + records, template.1.min(class));
            }
        }
        Ok(self.named(sums, &texts))
    }

    fn named(&self, sums: Sums, texts: &BTreeMap<u64, &str>) -> Facets {
        let Sums { services, severities, templates, sources } = sums;
        let mut left_out = 0;
        let services = most(services, |records| *records, &mut left_out);
        let templates = most(templates, |(records, _)| *records, &mut left_out);
        let sources = most(sources, |records| *records, &mut left_out);
        let severities = SEVERITIES.into_iter().zip(severities).filter(|(_, records)| *records > 0);
        let template = |(id, (records, class)): (u64, (u64, usize))| TemplateFacet {
            id: format!("{id:016x}"),
            text: texts.get(&id).copied().unwrap_or_default().to_owned(),
            records,
            severity: SEVERITIES[class],
        };
        let source = |(id, records): (SourceId, u64)| SourceFacet { id: id.0, path: self.path(id), records };
        Facets {
            services: services.into_iter().map(|(name, records)| ServiceFacet { name, records }).collect(),
            severities: severities.map(|(name, records)| SeverityFacet { name, records }).collect(),
            templates: templates.into_iter().map(template).collect(),
            sources: sources.into_iter().map(source).collect(),
            left_out,
        }
    }
}

/// Those with most records, then in the order of their keys.
fn most<K, V>(all: BTreeMap<K, V>, records: fn(&V) -> u64, left_out: &mut usize) -> Vec<(K, V)> {
    let mut all: Vec<(K, V)> = all.into_iter().collect();
    all.sort_by_key(|(_, value)| std::cmp::Reverse(records(value)));
    *left_out += all.len().saturating_sub(MOST);
    all.truncate(MOST);
    all
}
