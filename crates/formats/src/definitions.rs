//! The explicit list of line formats kept as data in `definitions/`.
//!
//! Order is preference where two match a line and neither yields to the other: specific ones first.

macro_rules! definitions {
    ($($name:literal),* $(,)?) => {
        /// Name and text of every definition.
        pub(crate) const ALL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../definitions/", $name, ".toml")))),*];
    };
}

definitions![
    "cri",
    "kubectl-prefix",
    "heroku",
    "nginx-error",
    "apache-error",
    "access-traefik",
    "access-tomcat",
    "access-bitbucket",
    "access-aws-alb",
    "access-aws-elb",
    "access-aws-nlb",
    "access-aws-s3",
    "influxdb-http",
    "haproxy-http",
    "haproxy-tcp",
    "envoy-access",
    "envoy-application",
    "squid-access",
    "python-http",
    "uwsgi",
    "gin",
    "access-combined",
    "proxmox-firewall",
    "netfilter",
    "proftpd",
    "litespeed",
    "openvpn",
    "sssd",
    "java-wrapper",
    "openam",
    "strace",
    "tcpdump",
    "onedrive",
    "teamviewer",
    "shell-history",
    "spacewalk",
    "zoneminder",
    "level-letter",
    "modsecurity",
    "harbor",
    "configuration-manager",
    "viminfo",
    "aws-lambda",
    "cef",
    "vmware",
    "fail2ban",
    "dovecot",
    "exim",
    "named",
    "vsftpd",
    "syslog-cisco",
    "syslog-rfc5424",
    "yum",
    "syslog",
    "journald-short",
    "dmesg",
    "macos-unified",
    "ios-install",
    "auditd",
    "android-logcat",
    "android-logcat-brief",
    "hpc-ras",
    "hpc-events",
    "dpkg",
    "ids-fast",
    "proxifier",
    "windows-servicing",
    "windows-setupapi",
    "windows-update",
    "postgresql",
    "mysql-slow",
    "mysql-error",
    "mongodb",
    "redis",
    "rabbitmq",
    "clickhouse",
    "sqlserver",
    "spring-boot",
    "wildfly",
    "zookeeper",
    "java-util-logging",
    "java-util-logging-two-lines",
    "spark",
    "oslo",
    "java-level-first",
    "glog",
    "zap-console",
    "hclog",
    "coredns",
    "supervisord",
    "ruby-logger",
    "rails-request",
    "php-error",
    "monolog",
    "dotnet-console",
    "rust-tracing",
    "node-text",
    "twisted",
    "python-logging",
    "java-bracketed",
    "java-layout",
    "pipe-log",
    "foreman",
    "go-standard",
    "time-level-text",
    "message-kernel",
    "message-filterlog",
    "message-pam",
    "message-sshd",
    "message-mail",
    "message-ftp",
    "message-vpn",
    "message-dhcp-dns",
    "compose",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn the_list_and_the_folder_agree() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/definitions");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .collect();
        let listed: BTreeSet<String> = super::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, files);
        assert_eq!(listed.len(), super::ALL.len(), "a name stands twice");
    }
}
