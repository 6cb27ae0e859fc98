using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WsActors.Server.Commands.Shared;

/// <summary>Writes the results of a command to standard output, and faults and notices to standard error.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="isTerminal">True if a person reads the output on a terminal.</param>
internal sealed class CommandOutput(Stream output, TextWriter error, bool isTerminal) : IDisposable
{
    private const int StandardOutput = 1;

    // errno of a pipe whose reader has ended (EPIPE).
    private const int BrokenPipe = 32;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StreamWriter _output = new(output, Utf8) { NewLine = "\n" };

    public static CommandOutput OfProcess() => new(OpenOutput(), Console.Error, !Console.IsOutputRedirected);

    /// <summary>Writes a line for people or programs.</summary>
    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public async Task WriteLineAsync(string line)
    {
        try
        {
            await _output.WriteLineAsync(isTerminal ? WithoutControls(line) : line);
        }
        catch (IOException fault)
        {
            throw Explain(fault);
        }
    }

    /// <summary>Hands everything that was written to the reader.</summary>
    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public async Task FlushAsync()
    {
        try
        {
            await _output.FlushAsync();
        }
        catch (IOException fault)
        {
            throw Explain(fault);
        }
    }

    /// <summary>Writes a line that is no result, such as a lost connection.</summary>
    public void Notice(string line) => error.WriteLine(WithoutControls(line));

    /// <summary>Writes the one line that names the fault.</summary>
    public void Fail(string line) => error.WriteLine(WithoutControls(line.ReplaceLineEndings(" ")));

    public void Dispose()
    {
        try
        {
            _output.Dispose();
        }
        catch (IOException)
        {
            // The reader has ended.
        }
    }

    // A full disk is a fault, other than a reader that has seen enough.
    private static Exception Explain(IOException fault) => fault.HResult == BrokenPipe
        ? new OutputClosedException(fault)
        : new CommandFailedException($"The output cannot be written: {fault.Message}");

    // What others publish must not control the terminal of the reader.
    private static string WithoutControls(string line) => line.Any(IsControl)
        ? string.Concat(line.Select(letter => IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()))
        : line;

    private static bool IsControl(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t');

    // The console's own stream ignores that the reader of a pipe has ended, and a subscription would go on for nobody.
    private static Stream OpenOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();

        try
        {
            var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // The shell has closed it, as in ">&-": nobody wants the output.
            return Stream.Null;
        }
    }
}
