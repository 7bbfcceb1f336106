use std::{future::Future, sync::Arc};

use tokio::{sync::Barrier, task::JoinSet};

/// What that many get who do the same at the same moment.
pub async fn at_once<T, F>(many: usize, mut act: impl FnMut(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let gate = Arc::new(Barrier::new(many));
    let mut racers = JoinSet::new();
    for number in 0..many {
        let (gate, action) = (Arc::clone(&gate), act(number));
        racers.spawn(async move {
            gate.wait().await;
            action.await
        });
    }
    racers.join_all().await
}
