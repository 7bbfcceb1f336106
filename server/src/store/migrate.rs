use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

use super::{Store, StoreError};

/// Held while an embedded database and its key file are made or brought up to date, so that two
/// processes may start on one file at once. PostgreSQL's migrations bring a lock of their own.
pub struct MigrationLock {
    _file: File,
}

impl MigrationLock {
    /// Waits until no other process holds the lock of that database file.
    pub async fn acquire(database: &Path) -> Result<Self, StoreError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let failed = |source| StoreError::File { path: path.display().to_string(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        let file = tokio::task::spawn_blocking(move || file.lock().map(|()| file))
            .await
            .map_err(std::io::Error::other)
            .and_then(std::convert::identity)
            .map_err(failed)?;
        Ok(Self { _file: file })
    }
}

impl Store {
    /// Brings the schema up to date, one process at a time.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let _lock = match self.file() {
            Some(file) => Some(MigrationLock::acquire(file).await?),
            None => None,
        };
        self.run_migrations().await
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    fn names(engine: &str) -> BTreeSet<String> {
        std::fs::read_dir(format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn both_engines_have_the_same_migrations() {
        assert_eq!(names("sqlite"), names("postgres"));
        assert!(!names("sqlite").is_empty());
    }
}
