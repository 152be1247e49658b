using System.Globalization;
using System.Text;

namespace OciFs.Host.Background;

/// <summary>
/// What a server that starts tells the one that waits for it, in one stream: lines for people, lines that tell how far it is, and that it has come to the next stage.
/// No line for people has the bytes that tell these apart: they are printable. One thread.
/// </summary>
/// <param name="pipe">Where it comes from; the caller's.</param>
/// <param name="errors">Receives the lines for people.</param>
/// <param name="progress">Receives how far it is: what is being done, bytes done, bytes there are.</param>
internal sealed class ServerMessages(Stream pipe, Action<string> errors, Action<string, long, long> progress)
{
    // Comes behind all that was told on the way.
    private const byte Stage = 0;

    // The first of a line that tells how far it is; done, total and what follow with this between them.
    private const char Progress = '\u0001';

    // No name of a file or digest is longer; the whole is far below PIPE_BUF.
    private const int LongestWhat = 300;

    private readonly byte[] _buffer = new byte[4096];
    private readonly List<byte> _line = [];
    private int _next, _end;

    /// <summary>That the next stage is reached, as bytes.</summary>
    /// <param name="text">What to say of it, in a line.</param>
    public static byte[] OfStage(string text) => [.. Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ").Replace('\0', ' ')), Stage];

    /// <summary>How far it is, as bytes.</summary>
    public static byte[] OfProgress(string what, long done, long total) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Progress}{done}{Progress}{total}{Progress}{what[..Math.Min(what.Length, LongestWhat)].ReplaceLineEndings(" ")}\n"));

    /// <summary>
    /// Reads until it has come to the next stage. Not to the end: a helper that it has started may hold the pipe as long as the mount lives.
    /// </summary>
    /// <returns>What it says of the stage; null where it ended before.</returns>
    public string? ReadStage()
    {
        while (_next < _end || Fill())
        {
            var b = _buffer[_next++];
            if (b == Stage)
            {
                return TakeLine();
            }

            if (b == (byte)'\n')
            {
                Tell(TakeLine());
            }
            else
            {
                _line.Add(b);
            }
        }

        Tell(TakeLine());
        return null;
    }

    private bool Fill()
    {
        (_next, _end) = (0, pipe.Read(_buffer));
        return _end > 0;
    }

    private string TakeLine()
    {
        var line = Encoding.UTF8.GetString([.. _line]);
        _line.Clear();
        return line;
    }

    private void Tell(string line)
    {
        if (line.Split(Progress) is ["", var done, var total, var what])
        {
            _ = long.TryParse(done, CultureInfo.InvariantCulture, out var doneBytes);
            _ = long.TryParse(total, CultureInfo.InvariantCulture, out var totalBytes);
            progress(what, doneBytes, totalBytes);
        }
        else if (line.Length > 0)
        {
            errors(line);
        }
    }
}
