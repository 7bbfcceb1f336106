use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Serialize;

use super::{drive::Sample, error::BenchError, table::print_rows, targets::verdict};

/// What the machine gives without Gatepost.
pub struct Yardstick {
    /// What was measured.
    pub name: &'static str,
    /// What came of it.
    pub sample: Sample,
}

/// Something done many times.
#[derive(Serialize)]
struct Rate {
    name: &'static str,
    connections: usize,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    errors: u64,
    yardstick: Option<&'static str>,
    yardstick_per_second: Option<f64>,
    ratio: Option<f64>,
}

/// Something measured once.
#[derive(Serialize)]
struct Amount {
    name: &'static str,
    value: f64,
    unit: &'static str,
}

/// The figures: as JSON lines while they come, as tables at the end.
pub struct Report {
    path: PathBuf,
    lines: File,
    rates: Vec<Rate>,
    amounts: Vec<Amount>,
}

impl Report {
    /// Writes `bench.jsonl` in that folder anew.
    pub fn create(folder: &Path) -> Result<Self, BenchError> {
        let path = folder.join("bench.jsonl");
        Ok(Self { lines: File::create(&path)?, path, rates: Vec::new(), amounts: Vec::new() })
    }

    /// Reports how often something was done.
    pub fn rate(
        &mut self,
        name: &'static str,
        sample: &Sample,
        yardstick: Option<&Yardstick>,
    ) -> Result<(), BenchError> {
        measured(name, sample)?;
        if let Some(yardstick) = yardstick {
            measured(yardstick.name, &yardstick.sample)?;
        }
        let rate = Rate {
            name,
            connections: sample.connections,
            per_second: rounded(sample.per_second(), 1),
            p50_ms: sample.latency(0.5),
            p99_ms: sample.latency(0.99),
            errors: sample.errors,
            yardstick: yardstick.map(|yardstick| yardstick.name),
            yardstick_per_second: yardstick.map(|yardstick| rounded(yardstick.sample.per_second(), 1)),
            ratio: yardstick.map(|yardstick| rounded(sample.per_second() / yardstick.sample.per_second(), 3)),
        };
        self.line(&rate)?;
        self.rates.push(rate);
        Ok(())
    }

    /// Reports a time.
    pub fn milliseconds(&mut self, name: &'static str, time: Duration) -> Result<(), BenchError> {
        self.amount(name, time.as_secs_f64() * 1000.0, "ms")
    }

    /// Reports an amount.
    pub fn amount(&mut self, name: &'static str, value: f64, unit: &'static str) -> Result<(), BenchError> {
        let amount = Amount { name, value: rounded(value, 1), unit };
        self.line(&amount)?;
        self.amounts.push(amount);
        Ok(())
    }

    fn line(&mut self, figure: &impl Serialize) -> Result<(), BenchError> {
        let line = serde_json::to_string(figure)?;
        println!("{line}");
        Ok(writeln!(self.lines, "{line}")?)
    }

    /// Everything once more, for a person.
    pub fn print_table(&self) {
        let rates = self.rates.iter().map(Rate::row).collect();
        print_rows(
            &["", "per second", "p50 ms", "p99 ms", "errors", "yardstick", "its rate", "ratio", "target"],
            rates,
        );
        let amounts = self.amounts.iter().map(Amount::row).collect();
        print_rows(&["", "value", "unit", "target"], amounts);
        println!("\nThe figures are in {}.", self.path.canonicalize().as_ref().unwrap_or(&self.path).display());
    }
}

impl Rate {
    fn row(&self) -> Vec<String> {
        let number =
            |value: Option<f64>, decimals: usize| value.map_or_else(String::new, |value| format!("{value:.decimals$}"));
        vec![
            self.name.to_owned(),
            number(Some(self.per_second), 0),
            number(Some(self.p50_ms), 2),
            number(Some(self.p99_ms), 2),
            self.errors.to_string(),
            self.yardstick.unwrap_or_default().to_owned(),
            number(self.yardstick_per_second, 0),
            number(self.ratio, 2),
            verdict(self.name, self.ratio),
        ]
    }
}

impl Amount {
    fn row(&self) -> Vec<String> {
        vec![
            self.name.to_owned(),
            format!("{:.1}", self.value),
            self.unit.to_owned(),
            verdict(self.name, Some(self.value)),
        ]
    }
}

/// A figure of nothing is none.
fn measured(name: &'static str, sample: &Sample) -> Result<(), BenchError> {
    if sample.is_empty() { Err(BenchError::NothingMeasured(name, sample.errors)) } else { Ok(()) }
}

/// With so many decimals.
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}
