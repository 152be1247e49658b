using System.Security.Cryptography;
using System.Text;

namespace OciFs.Fuzz.Engine;

/// <summary>An input that broke a promise.</summary>
/// <param name="Kind">What findings of one cause have in common: the exception and where it came from. A file name.</param>
/// <param name="Text">All that is known.</param>
internal sealed record Finding(string Kind, string Text)
{
    /// <summary>The finding that an exception is.</summary>
    public static Finding Of(Exception error)
    {
        var origin = (error.InnerException ?? error).StackTrace?.Split('\n').FirstOrDefault(frame => frame.Contains("at OciFs."));
        var what = error is FindingException ? error.Message.Split(':')[0] : error.GetType().Name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what + origin?.Split('(')[0])))[..8];
        return new Finding($"{new string([.. what.Where(char.IsAsciiLetterOrDigit)])}-{hash}", error.ToString());
    }
}
