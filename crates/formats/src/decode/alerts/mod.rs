//! Alerts of the team's own monitoring: one file per vendor.
//!
//! The beginning of an alert is when it fired, not when it was sent; the end is given only where the source
//! says that it is over.

mod alertmanager;
mod azure;
mod cloudwatch;
mod datadog;
mod dynatrace;
mod gcp;
mod grafana;
pub(crate) mod nagios;
mod newrelic;
mod opsgenie;
pub(super) mod other;
mod pagerduty;
mod paths;
mod platforms;
mod sentry;
mod statuspage;
mod uptime;
mod zabbix;

use crate::decode::event::shape::Shape;

/// The objects of all vendors, in the order in which they are asked.
pub(crate) const SHAPES: &[&[Shape]] = &[
    alertmanager::SHAPES,
    pagerduty::SHAPES,
    opsgenie::SHAPES,
    grafana::SHAPES,
    datadog::SHAPES,
    dynatrace::SHAPES,
    cloudwatch::SHAPES,
    newrelic::SHAPES,
    sentry::SHAPES,
    zabbix::SHAPES,
    azure::SHAPES,
    gcp::SHAPES,
    uptime::SHAPES,
    statuspage::SHAPES,
    platforms::SHAPES,
];
