//! The sandbox as a program: reads its arguments and serves.
//! Everything that a tenant does is in the library; everything about sockets and files is in `server`.

mod server;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: sandbox serve [--port 8787] --web DIR [--tls]
  --port N   loopback port; 0 takes a free one
  --web DIR  the built web app (index.html, _headers, …)
  --tls      also answer on port N+1 as Microsoft's host names, handover.example and customer-manager.example
";

/// What `serve` is told.
struct Options {
    port: u16,
    web: PathBuf,
    tls: server::Tls,
}

fn main() -> ExitCode {
    let Some(options) = parse(std::env::args().skip(1)) else {
        return fail(USAGE);
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("{error}\n")),
    };
    match runtime.block_on(server::serve(options.port, &options.web, options.tls)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("sandbox: {error}\n")),
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let (mut port, mut web, mut tls) = (8787, None, server::Tls::Off);
    if arguments.next()? != "serve" {
        return None;
    }
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => port = arguments.next()?.parse().ok()?,
            "--web" => web = Some(PathBuf::from(arguments.next()?)),
            "--tls" => tls = server::Tls::On,
            _ => return None,
        }
    }
    Some(Options {
        port,
        web: web?,
        tls,
    })
}

fn fail(text: &str) -> ExitCode {
    // Nothing can be done when even this fails.
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}
