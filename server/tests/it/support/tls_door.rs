use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use server::random::{SystemRandom, id};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
};
use url::Url;

/// A door for TLS before somebody who speaks plain HTTP. Its certificate is by an authority of its own.
pub struct TlsDoor {
    /// Its origin, with a slash.
    pub url: Url,
    folder: PathBuf,
    task: JoinHandle<()>,
}

impl TlsDoor {
    /// Before whoever listens there.
    pub async fn before(inside: SocketAddr) -> Self {
        let folder = std::env::temp_dir().join(format!("gatepost_door_{}", id(&SystemRandom).simple()));
        std::fs::create_dir(&folder).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(certified(&folder.join("ca.pem"))));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("https://localhost:{}/", listener.local_addr().unwrap().port())).unwrap();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // Whoever does not believe the certificate hangs up.
                    if let Ok(mut outer) = acceptor.accept(stream).await {
                        let mut inner = TcpStream::connect(inside).await.unwrap();
                        let _ = copy_bidirectional(&mut outer, &mut inner).await;
                    }
                });
            }
        });
        Self { url, folder, task }
    }

    /// Its origin.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The authority that its certificate is by.
    pub fn ca_file(&self) -> String {
        self.folder.join("ca.pem").display().to_string()
    }
}

impl Drop for TlsDoor {
    fn drop(&mut self) {
        self.task.abort();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A certificate for `localhost`; the authority's own goes to that file.
fn certified(ca_file: &std::path::Path) -> ServerConfig {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    std::fs::write(ca_file, authority.self_signed(&authority_key).unwrap().pem()).unwrap();
    let authority = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap()
}
