"""A slow database: every commit shall wait for a standby that does not exist. Reading goes on. No deploy is involved."""

SUMMARY = "commits wait for a standby that does not exist; the setting is taken back"


def tell(story):
    story.mark("calm")
    story.wait(280)
    story.psql("ALTER SYSTEM SET synchronous_standby_names = 'db_2'")
    story.psql("SELECT pg_reload_conf()")
    story.mark("fault_began", service="postgres", kind="slow_database", setting="synchronous_standby_names")
    story.wait(150)
    story.alerts("worst")
    story.psql("ALTER SYSTEM RESET synchronous_standby_names")
    story.psql("SELECT pg_reload_conf()")
    story.mark("recovered")
    story.wait(180)
