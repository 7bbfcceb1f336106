use super::error::BenchError;

/// What can be asked for, in the order in which it is measured.
const FIGURES: [&str; 16] = [
    "profile",
    "refresh_sqlite",
    "home_page",
    "jwks",
    "sign_in",
    "memory",
    "start",
    "foreign_bearer",
    "popup_sign_in",
    "sign_ins_in_flight",
    "refresh_postgres",
    "password_sign_in",
    "profile_beside_hashing",
    "memory_hashing",
    "million_sqlite",
    "million_postgres",
];

/// The figures that were asked for.
pub struct Wanted(Vec<&'static str>);

impl Wanted {
    /// Those, or all of them if none is named.
    pub fn new(names: &[String]) -> Result<Self, BenchError> {
        let known = |name: &String| {
            let figure = FIGURES.into_iter().find(|figure| figure == name);
            figure.ok_or_else(|| BenchError::UnknownFigure(name.clone(), FIGURES.join(", ")))
        };
        let wanted = if names.is_empty() { Ok(FIGURES.to_vec()) } else { names.iter().map(known).collect() };
        wanted.map(Self)
    }

    /// Whether that figure is among them.
    pub fn has(&self, figure: &str) -> bool {
        self.0.contains(&figure)
    }

    /// Whether one of those is among them.
    pub fn has_any(&self, figures: &[&str]) -> bool {
        figures.iter().any(|figure| self.has(figure))
    }
}
