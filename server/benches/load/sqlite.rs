use std::path::Path;

use url::Url;

use super::start_up::EMBEDDED;

/// The URL of a SQLite database in that folder, whatever characters its path has.
pub fn url_in(folder: &Path) -> String {
    Url::from_file_path(folder.join("bench.db"))
        .map_or_else(|()| EMBEDDED.to_owned(), |url| format!("sqlite://{}", url.path()))
}
