use std::{collections::BTreeMap, path::Path};

use super::old_names;

/// Prefix of our variables.
const PREFIX: &str = "GATEPOST__";

/// A configuration file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not TOML.
    #[error("{path} is not TOML: see line {line}")]
    Toml {
        /// Which.
        path: String,
        /// Where. What stands there is not repeated: it may be a secret.
        line: usize,
    },
    /// `.env` cannot be read.
    #[error(".env: {0}")]
    DotEnv(#[source] std::io::Error),
    /// `.env` is not a list of assignments. Which line it is, is not told: it may be a secret.
    #[error(".env is not a list of NAME=value; a value with a space stands in quotes")]
    Assignments,
}

/// Settings by name, as text, from wherever they came. A later source overrides an earlier one.
#[derive(Clone, Default)]
pub struct Sources(pub(super) BTreeMap<String, String>);

impl Sources {
    /// The given TOML file, or `gatepost.toml` in the working directory if there is one; then
    /// `.env`; then the environment.
    pub fn collect(file: Option<&Path>) -> Result<Self, SourceError> {
        let mut settings = Self::default();
        let default = Path::new("gatepost.toml");
        if let Some(path) = file.or_else(|| default.exists().then_some(default)) {
            settings.add_toml(path)?;
        }
        let mut variables = BTreeMap::new();
        if Path::new(".env").exists() {
            for pair in dotenvy::dotenv_iter().map_err(in_dot_env)? {
                let (name, value) = pair.map_err(in_dot_env)?;
                variables.insert(name, value);
            }
        }
        variables.extend(
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        );
        settings.add_env(variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        Ok(settings)
    }

    /// From variables alone.
    pub fn from_env<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let mut settings = Self::default();
        settings.add_env(variables);
        settings
    }

    /// From names and values.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    fn add_env<'a>(&mut self, variables: impl IntoIterator<Item = (&'a str, &'a str)> + Clone) {
        for (name, value) in variables.clone() {
            self.0.extend(old_names::translate(name, value));
            if let Some((ours, value)) = old_names::implied(name) {
                self.0.entry(ours.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        for (name, value) in variables {
            if let Some(rest) = name.strip_prefix(PREFIX) {
                self.0.insert(rest.to_lowercase().replace("__", "."), value.to_owned());
            }
        }
    }

    fn add_toml(&mut self, path: &Path) -> Result<(), SourceError> {
        let name = || path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| SourceError::File { path: name(), source })?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = text[..error.span().map_or(0, |span| span.start)].lines().count().max(1);
            SourceError::Toml { path: name(), line }
        })?;
        self.flatten("", &table);
        Ok(())
    }

    fn flatten(&mut self, prefix: &str, table: &toml::Table) {
        for (key, value) in table {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::Table(inner) => self.flatten(&name, inner),
                toml::Value::String(text) => drop(self.0.insert(name, text.clone())),
                toml::Value::Array(items) => {
                    let words: Vec<_> =
                        items.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned)).collect();
                    self.0.insert(name, words.join(" "));
                }
                other => drop(self.0.insert(name, other.to_string())),
            }
        }
    }
}

fn in_dot_env(error: dotenvy::Error) -> SourceError {
    match error {
        dotenvy::Error::Io(source) => SourceError::DotEnv(source),
        _ => SourceError::Assignments,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_repeats_no_secret() {
        let file = std::env::temp_dir().join(format!("gatepost-{}.toml", std::process::id()));
        std::fs::write(&file, "[providers.okta]\nclient_secret = hush hush\n").unwrap();
        let error = Sources::default().add_toml(&file).unwrap_err().to_string();
        std::fs::remove_file(&file).unwrap();
        assert!(error.ends_with("line 2") && !error.contains("hush"), "{error}");
    }

    #[test]
    fn our_own_variable_wins_over_an_old_name() {
        let Sources(settings) = Sources::from_env([
            ("GATEPOST__DATABASE__URL", "sqlite://ours.db"),
            ("DATABASE_URL", "sqlite://old.db"),
            ("HOME", "/root"),
        ]);
        assert_eq!(settings.len(), 1);
        assert_eq!(settings["database.url"], "sqlite://ours.db");
    }

    #[test]
    fn toml_tables_become_dotted_names() {
        let mut settings = Sources::default();
        settings.flatten("", &"[providers.okta]\nscopes = ['openid', 'email']\nlabel = 'Us'".parse().unwrap());
        assert_eq!(settings.0["providers.okta.scopes"], "openid email");
        assert_eq!(settings.0["providers.okta.label"], "Us");
    }
}
