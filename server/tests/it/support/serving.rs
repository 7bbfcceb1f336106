use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::Request, middleware};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// A router on a socket, with a list of what was asked of it.
pub struct Serving {
    asked: Arc<Mutex<Vec<String>>>,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Serving {
    /// Serves until dropped.
    pub fn start(listener: TcpListener, router: Router) -> Self {
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let list = Arc::clone(&asked);
        let noted = router.layer(middleware::map_request(move |request: Request| {
            list.lock().unwrap().push(format!("{} {}", request.method(), request.uri().path()));
            std::future::ready(request)
        }));
        let (stop, mut stopping) = watch::channel(false);
        let service = noted.into_make_service_with_connect_info::<SocketAddr>();
        let stopped = async move {
            // An error means that the test is over: stop.
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        let task = tokio::spawn(async move {
            axum::serve(listener, service).with_graceful_shutdown(stopped).await.unwrap();
        });
        Self { asked, stop, task: Some(task) }
    }

    /// Closes the socket and every connection: from now on nobody answers there.
    pub async fn stop(&mut self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.take() {
            task.await.unwrap();
        }
    }

    /// How often that was asked, such as `POST /token`.
    pub fn times_asked(&self, what: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == what).count()
    }
}
