using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace OciFs.Corpus;

/// <summary>
/// An OCI layout as a read-only registry (distribution-spec, "Pulling manifests", "Pulling blobs"): every image is a tag of one repository,
/// whatever its name, and every byte is given as it stands, so that no tool has copied it before the one that is asked.
/// </summary>
internal sealed class Registry(string layout)
{
    private const string NameAnnotation = "org.opencontainers.image.ref.name";

    private readonly JsonArray images = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]!.AsArray();

    /// <summary>Prints the port, and answers until standard input ends.</summary>
    public static void Serve(string layout)
    {
        var registry = new Registry(layout);
        var port = FreePort();
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        Console.WriteLine(port);
        _ = Task.Run(() =>
        {
            while (true)
                registry.Answer(listener.GetContext());
        });
        while (Console.Read() >= 0)
        {
            // Whatever comes means nothing; the end means the end.
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private void Answer(HttpListenerContext context)
    {
        var response = context.Response;
        try
        {
            response.AddHeader("Docker-Distribution-Api-Version", "registry/2.0");
            switch (context.Request.Url!.AbsolutePath.Trim('/').Split('/'))
            {
                case ["v2"]:
                    break;
                case ["v2", .., "manifests", var reference] when Manifest(reference) is var (digest, type):
                    Send(context, digest, type);
                    break;
                case ["v2", .., "blobs", var digest] when File.Exists(Blob(digest)):
                    Send(context, digest, "application/octet-stream");
                    break;
                default:
                    response.StatusCode = (int)HttpStatusCode.NotFound;
                    break;
            }

            response.Close();
        }
        catch (HttpListenerException)
        {
            // The client has gone: it refuses what it saw so far.
        }
    }

    private void Send(HttpListenerContext context, string digest, string type)
    {
        var bytes = File.ReadAllBytes(Blob(digest));
        context.Response.ContentType = type;
        context.Response.ContentLength64 = bytes.Length;
        context.Response.AddHeader("Docker-Content-Digest", digest);
        if (context.Request.HttpMethod != "HEAD")
            context.Response.OutputStream.Write(bytes);
    }

    private (string Digest, string Type)? Manifest(string reference)
    {
        var image = images.FirstOrDefault(item =>
            (string?)item!["annotations"]?[NameAnnotation] == reference || (string?)item["digest"] == reference);
        return image is null ? null : ((string)image["digest"]!, (string)image["mediaType"]!);
    }

    private string Blob(string digest) => Path.Combine(layout, "blobs", digest.Replace(':', '/'));
}
