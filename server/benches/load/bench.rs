use super::{
    drive::{Sample, Workload, spell},
    error::BenchError,
    process::Installation,
    report::{Report, Yardstick},
};

/// Turns that a figure and its yardstick take.
pub const TURNS: usize = 3;

/// What every figure is measured with.
pub struct Bench {
    /// The Gatepost under test.
    pub installation: Installation,
    /// Where the figures go.
    pub report: Report,
}

impl Bench {
    /// Measures something that has no yardstick.
    pub async fn measure<W: Workload>(&mut self, name: &'static str, mut workloads: Vec<W>) -> Result<(), BenchError> {
        eprintln!("bench: measuring {name}…");
        let mut sample = Sample::new()?;
        spell(&mut workloads, &mut sample).await?;
        self.report.rate(name, &sample, None)
    }

    /// Measures figure and yardstick in turns, and says what either came to.
    pub async fn compare<W: Workload, Y: Workload>(
        &mut self,
        name: &'static str,
        mut workloads: Vec<W>,
        yardstick_name: &'static str,
        mut yardsticks: Vec<Y>,
    ) -> Result<(Sample, Sample), BenchError> {
        eprintln!("bench: measuring {name} and {yardstick_name} in turns…");
        let (mut sample, mut yardstick) = (Sample::new()?, Sample::new()?);
        for _ in 0..TURNS {
            spell(&mut yardsticks, &mut yardstick).await?;
            spell(&mut workloads, &mut sample).await?;
        }
        let yardstick = Yardstick { name: yardstick_name, sample: yardstick };
        self.report.rate(name, &sample, Some(&yardstick))?;
        Ok((sample, yardstick.sample))
    }
}
