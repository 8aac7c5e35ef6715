//! The HTTP shell: one loopback port, and with TLS a second one that answers to real host names.
//! It tells hosts apart, carries requests to the state machine and files to the browser, and knows no rule of a tenant.

mod checks;
mod files;
mod hosts;
mod machine;
mod tls;

use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use sandbox::schema::Schema;
use sandbox::{Sandbox, Settings};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;

use checks::Checks;
use hosts::{Scheme, Site};

/// A body that is known in full.
pub type Body = Full<Bytes>;

/// Whether the second port is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// One port only.
    Off,
    /// Microsoft's host names on the next port.
    On,
}

/// What exchanges are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// They pass as they are.
    Nothing,
    /// Microsoft's description, where this machine has it.
    Schema,
}

/// What all connections share.
pub struct Shared {
    /// The tenant.
    pub sandbox: Mutex<Sandbox>,
    /// The app's files and their headers.
    pub files: files::Files,
    /// The loopback port.
    pub port: u16,
    /// What each exchange is held against.
    pub checks: Option<Checks>,
}

/// A connection that is to be closed without an answer, because a fault rule says so.
#[derive(Debug)]
pub struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is cut by a fault rule")
    }
}

impl std::error::Error for Cut {}

/// Serves until SIGTERM or Ctrl-C.
pub async fn serve(asked: u16, web: &Path, tls: Tls, schema: Option<Schema>) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, asked)).await?;
    let port = listener.local_addr()?.port();
    let files = files::Files::read(web)?;
    let shared = Arc::new(Shared {
        sandbox: Mutex::new(Sandbox::new(Settings::default())),
        files,
        port,
        checks: schema.map(Checks::new),
    });
    let mut out = io::stdout();
    // Some resolvers give the IPv6 loopback for `localhost` first; where there is none, the other one is enough.
    if let Ok(second) = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        tokio::spawn(accept(second, shared.clone()));
    }
    tokio::spawn(accept(listener, shared.clone()));
    if tls == Tls::On {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, tls_port(asked))).await?;
        writeln!(out, "tls: {}", listener.local_addr()?)?;
        tokio::spawn(accept_tls(listener, tls::acceptor()?, shared));
    }
    writeln!(out, "ready: http://localhost:{port}/")?;
    out.flush()?;
    stop_signal().await
}

/// The port after the one that was asked for. Where any would do, so does any other: the next one may be somebody's.
fn tls_port(asked: u16) -> u16 {
    match asked {
        0 => 0,
        port => port.checked_add(1).unwrap_or_default(),
    }
}

async fn stop_signal() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, Scheme::Http, shared.clone()));
        }
    }
}

async fn accept_tls(
    listener: TcpListener,
    acceptor: tokio_rustls::TlsAcceptor,
    shared: Arc<Shared>,
) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            let (acceptor, shared) = (acceptor.clone(), shared.clone());
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    connection(stream, Scheme::Https, shared).await;
                }
            });
        }
    }
}

async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    scheme: Scheme,
    shared: Arc<Shared>,
) {
    let service =
        service_fn(move |request: Request<Incoming>| answer(request, scheme, shared.clone()));
    // Connections are not kept alive: a browser silently re-sends a request, even a POST, when a connection that was used
    // before is closed without an answer, and a lost reply could then not be tested.
    let mut protocol = http1::Builder::new();
    protocol.keep_alive(false).timer(TokioTimer::new());
    // An error is a browser that went away, or a connection that is to be cut.
    let _ = protocol
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Chooses who answers, by host and path.
async fn answer(
    request: Request<Incoming>,
    scheme: Scheme,
    shared: Arc<Shared>,
) -> Result<Response<Body>, Cut> {
    match Site::of(&request, scheme, shared.port) {
        Site::Unknown => Ok(files::refuse(421, "This host is not served here.")),
        Site::Machine(base) => machine::carry(request, &base, &shared).await,
        Site::App(site) => Ok(shared
            .files
            .app(request.method(), request.uri().path(), &site)
            .await),
        Site::Portal(site) => Ok(files::portal(request.uri().path(), &site)),
        Site::AzurePortal => Ok(files::azure_portal(request.uri().path())),
        Site::Elsewhere(location) => Ok(files::redirect(&location)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ports_of_any_number_do_not_depend_on_each_other() {
        let check = |asked, expected| assert_eq!(tls_port(asked), expected, "{asked}");
        check(0, 0);
        check(8787, 8788);
        check(u16::MAX, 0);
    }
}
