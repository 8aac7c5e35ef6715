//! The sandbox as a program: reads its arguments and serves.
//! Everything that a tenant does is in the library; everything about sockets and files is in `server`.

mod server;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sandbox::schema::Schema;

const USAGE: &str = "usage: sandbox serve [--port 8787] --web DIR [--tls] [--schema]
       sandbox replay FOLDER [FILE...]
  --port N   loopback port; 0 takes a free one
  --web DIR  the built web app (index.html, _headers, …)
  --tls      also answer on port N+1 as Microsoft's host names, handover.example and customer-manager.example
  --schema   hold each exchange with Graph against Microsoft's description, where this machine has it (ENTRA_SCHEMA names the
             file); GET /sandbox/state then shows what does not fit
  replay     plays the recorded conversations of a folder and prints what the sandbox answers otherwise
";

/// What `serve` is told.
struct Options {
    port: u16,
    web: PathBuf,
    tls: server::Tls,
    check: server::Check,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, folder, files @ ..] = arguments.as_slice()
        && command == "replay"
    {
        return replay(Path::new(folder), files);
    }
    let Some(options) = parse(arguments.into_iter()) else {
        return fail(USAGE);
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("{error}\n")),
    };
    let schema = match options.check {
        server::Check::Nothing => None,
        server::Check::Schema => match Schema::of_this_machine() {
            Ok(schema) => schema,
            Err(error) => return fail(&format!("sandbox: {error}\n")),
        },
    };
    match runtime.block_on(server::serve(
        options.port,
        &options.web,
        options.tls,
        schema,
    )) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("sandbox: {error}\n")),
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let (mut port, mut web) = (8787, None);
    let (mut tls, mut check) = (server::Tls::Off, server::Check::Nothing);
    if arguments.next()? != "serve" {
        return None;
    }
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => port = arguments.next()?.parse().ok()?,
            "--web" => web = Some(PathBuf::from(arguments.next()?)),
            "--schema" => check = server::Check::Schema,
            "--tls" => tls = server::Tls::On,
            _ => return None,
        }
    }
    Some(Options {
        port,
        web: web?,
        tls,
        check,
    })
}

/// Prints the report; succeeds when nothing differs.
fn replay(folder: &Path, files: &[String]) -> ExitCode {
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    match sandbox::replay::replay(folder, &files) {
        Ok(report) => {
            // Nothing can be done when nobody reads.
            let _ = writeln!(std::io::stdout(), "{report}");
            if report.total().mismatched == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err((file, error)) => fail(&format!("sandbox: {}: {error}\n", file.display())),
    }
}

fn fail(text: &str) -> ExitCode {
    // Nothing can be done when even this fails.
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}
