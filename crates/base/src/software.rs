//! Software that many teams run and name after itself: by which names it goes, what it is for, where it listens.
//!
//! A database's exporter, its log and its clients seldom agree on its name. The list holds what is named so the world
//! over; it knows no installation.

use serde::{Deserialize, Serialize};

/// What a piece of software is for, and so what a service is for that runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Keeps data for others: databases, search engines, object stores.
    Database,
    /// Keeps data for a while.
    Cache,
    /// Hands messages on.
    Queue,
    /// Hands requests on.
    Proxy,
    /// Watches the machine that it runs on, or other machines; serves nobody.
    Monitoring,
}

impl Purpose {
    /// Whether the callers meet in it: what one of them does to it the others feel.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Database | Self::Cache | Self::Queue)
    }
}

/// One piece of software.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Software {
    /// Its usual name.
    pub name: &'static str,
    /// Its other names.
    pub aliases: &'static [&'static str],
    /// What it is for.
    pub purpose: Purpose,
    /// The ports on which it usually serves.
    pub ports: &'static [u16],
}

const fn entry(
    name: &'static str,
    aliases: &'static [&'static str],
    purpose: Purpose,
    ports: &'static [u16],
) -> Software {
    Software { name, aliases, purpose, ports }
}

use Purpose::{Cache, Database, Monitoring, Proxy, Queue};

const SOFTWARE: &[Software] = &[
    entry("postgresql", &["postgres", "pgsql", "pg"], Database, &[5432]),
    entry("pgbouncer", &["pg-bouncer"], Proxy, &[6432]),
    entry("mysql", &["mysqld", "mysql-server"], Database, &[3306]),
    entry("mariadb", &["mariadbd", "mariadb-server"], Database, &[3306]),
    entry("mongodb", &["mongo", "mongod"], Database, &[27017]),
    entry("sqlserver", &["mssql", "mssqlserver", "sql-server"], Database, &[1433]),
    entry("oracle", &["oracledb"], Database, &[1521]),
    entry("cassandra", &[], Database, &[9042]),
    entry("clickhouse", &["clickhouse-server"], Database, &[8123, 9000]),
    entry("elasticsearch", &["elastic"], Database, &[9200, 9300]),
    entry("opensearch", &[], Database, &[9200, 9300]),
    entry("influxdb", &["influx", "influxd"], Database, &[8086]),
    entry("cockroachdb", &["cockroach"], Database, &[26257]),
    entry("dynamodb", &[], Database, &[]),
    entry("etcd", &[], Database, &[2379]),
    entry("minio", &[], Database, &[9000]),
    entry("zookeeper", &[], Database, &[2181]),
    entry("redis", &["redis-server"], Cache, &[6379]),
    entry("valkey", &["valkey-server"], Cache, &[6379]),
    entry("memcached", &["memcache"], Cache, &[11211]),
    entry("rabbitmq", &["rabbitmq-server", "rabbit"], Queue, &[5671, 5672]),
    entry("kafka", &["apache-kafka", "kafka-broker"], Queue, &[9092, 9093]),
    entry("activemq", &["artemis"], Queue, &[61616]),
    entry("nats", &["nats-server"], Queue, &[4222]),
    entry("pulsar", &[], Queue, &[6650]),
    entry("nginx", &["nginx-ingress", "ingress-nginx", "nginx-ingress-controller"], Proxy, &[]),
    entry("haproxy", &["ha-proxy"], Proxy, &[]),
    entry("envoy", &["istio-proxy"], Proxy, &[]),
    entry("traefik", &[], Proxy, &[]),
    entry("httpd", &["apache", "apache2"], Proxy, &[]),
    entry("caddy", &[], Proxy, &[]),
    entry("varnish", &["varnishd"], Proxy, &[]),
    entry("squid", &[], Proxy, &[3128]),
    entry("node-exporter", &["node", "nodeexporter", "node_exporter"], Monitoring, &[9100]),
    entry("windows-exporter", &["windows", "wmi-exporter"], Monitoring, &[9182]),
    entry("cadvisor", &[], Monitoring, &[]),
    entry("kubelet", &[], Monitoring, &[]),
    entry("kube-state-metrics", &[], Monitoring, &[]),
    entry("prometheus", &[], Monitoring, &[9090]),
    entry("alertmanager", &[], Monitoring, &[9093]),
    entry("telegraf", &[], Monitoring, &[]),
    entry("grafana", &[], Monitoring, &[3000]),
];

/// The software that goes by this name, in any case.
///
/// ```
/// # use postlude_base::{Purpose, software_called};
/// assert_eq!(software_called("Postgres").map(|software| software.name), Some("postgresql"));
/// assert_eq!(software_called("redis-server").map(|software| software.purpose), Some(Purpose::Cache));
/// assert_eq!(software_called("carts-db"), None);
/// ```
pub fn software_called(name: &str) -> Option<&'static Software> {
    let called = |own: &&str| own.eq_ignore_ascii_case(name);
    SOFTWARE.iter().find(|software| called(&software.name) || software.aliases.iter().any(called))
}

/// The software that an exporter of metrics speaks of: `postgres-exporter` watches `postgres`. The exporter of a
/// machine watches no software.
///
/// ```
/// # use postlude_base::software_watched;
/// assert_eq!(software_watched("postgres_exporter").map(|software| software.name), Some("postgresql"));
/// assert_eq!(software_watched("node-exporter"), None);
/// ```
pub fn software_watched(exporter: &str) -> Option<&'static Software> {
    let watched = exporter.strip_suffix("-exporter").or_else(|| exporter.strip_suffix("_exporter"))?;
    software_called(watched).filter(|software| software.purpose != Monitoring)
}
