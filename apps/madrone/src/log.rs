//! What is written about the running, to standard error.

use madrone_config::{Log, LogFormat};

/// Starts writing lines as the settings say. A second call changes nothing.
pub(crate) fn start(settings: &Log) {
    let filter = format!(
        "{},lettre=warn,hyper=warn,postgres=warn,tokio_postgres=warn",
        settings.level.as_str()
    );
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    let _ = match settings.format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Text => lines.with_ansi(false).try_init(),
    };
}
