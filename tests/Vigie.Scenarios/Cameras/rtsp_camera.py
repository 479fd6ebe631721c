"""A camera for tests: a real RTSP server (GStreamer's) with Digest, on loopback, that can be told to fail.

Needs Debian's python3-gi, gir1.2-gst-rtsp-server-1.0 and gstreamer1.0-plugins-{base,good,ugly,bad}. Arguments: port (0: any), user, password, pictures from one key frame to the next.
Prints the port, then obeys lines on standard input: stall, resume, garble, clean, rate N/M, size WxH, clock SECONDS, password NEW, drop (all
connections), quit.
Answers each with "ok COMMAND". Its streams: /stream, H.264; /unknown, announced as JPEG 2000, which ffmpeg takes from no RTSP camera.
With the argument "missing" alone: prints the elements that are not installed, and ends.
"""
import os
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
ELEMENTS = ("appsrc", "videotestsrc", "rtph264pay", "capssetter", "x264enc", "h264parse")
if sys.argv[1:] == ["missing"]:
    print(" ".join(name for name in ELEMENTS if Gst.ElementFactory.find(name) is None))
    sys.exit()
state = {"stalled": False, "garbled": False, "shift": 0, "source": None, "base": 0, "size": (320, 240), "rate": "25/1"}
clock = Gst.SystemClock.obtain()
encoder = Gst.parse_launch(
    "videotestsrc is-live=true pattern=ball ! capsfilter name=shape ! x264enc tune=zerolatency speed-preset=ultrafast threads=1 name=x264 "
    "! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=out emit-signals=true sync=false")


def shape():
    width, height = state["size"]
    caps = f"video/x-raw,format=I420,width={width},height={height},framerate={state['rate']}"
    encoder.get_by_name("shape").set_property("caps", Gst.Caps.from_string(caps))


def garbled(data):
    """Noise in each slice behind its first bytes, so that it is still carried as video."""
    start = data.rfind(b"\0\0\1") + 8
    noise = bytes(value | 1 for value in os.urandom(max(0, len(data) - start)))
    return data[:start] + noise


def forward(sink):
    sample = sink.emit("pull-sample")
    buffer = sample.get_buffer()
    data = buffer.extract_dup(0, buffer.get_size())
    source = state["source"]
    if source is not None and not state["stalled"]:
        out = Gst.Buffer.new_wrapped(garbled(data) if state["garbled"] else data)
        out.pts = out.dts = max(0, clock.get_time() - state["base"] + state["shift"])
        source.emit("push-buffer", out)
    return Gst.FlowReturn.OK


def configure(_, media):
    state["source"] = media.get_element().get_by_name("source")
    state["base"] = clock.get_time()
    media.connect("unprepared", lambda _: state.update(source=None))


def main():
    port, user, password, keys = sys.argv[1:5]
    encoder.get_by_name("x264").set_property("key-int-max", int(keys))
    shape()
    encoder.get_by_name("out").connect("new-sample", forward)
    encoder.set_state(Gst.State.PLAYING)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch("( appsrc name=source is-live=true format=time caps=video/x-h264,stream-format=byte-stream,alignment=au "
                       "! rtph264pay name=pay0 pt=96 )")
    factory.set_shared(True)
    factory.connect("media-configure", configure)
    unknown = GstRtspServer.RTSPMediaFactory()
    unknown.set_launch("( videotestsrc is-live=true ! video/x-raw,format=I420,width=160,height=120,framerate=5/1 ! x264enc tune=zerolatency "
                       "! rtph264pay pt=97 ! capssetter name=pay0 replace=true "
                       "caps=application/x-rtp,media=video,encoding-name=JPEG2000,payload=97,clock-rate=90000 )")
    unknown.set_shared(True)
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(2)  # GST_RTSP_AUTH_DIGEST
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_digest(user, password, token)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role("viewer")
    for right in ("media.factory.access", "media.factory.construct"):
        permissions.add_permission_for_role("viewer", right, True)
    factory.set_permissions(permissions)
    unknown.set_permissions(permissions)
    server.set_auth(auth)
    server.get_mount_points().add_factory("/stream", factory)
    server.get_mount_points().add_factory("/unknown", unknown)
    server.attach(None)
    loop = GLib.MainLoop()

    def obey(line):
        word, _, value = line.strip().partition(" ")
        if word in ("stall", "resume"):
            state["stalled"] = word == "stall"
        elif word in ("garble", "clean"):
            state["garbled"] = word == "garble"
        elif word == "rate":
            state["rate"] = value
            shape()
        elif word == "size":
            width, height = value.split("x")
            state["size"] = (int(width), int(height))
            shape()
        elif word == "clock":
            state["shift"] += int(float(value) * Gst.SECOND)
        elif word == "password":
            auth.remove_digest(user)
            auth.add_digest(user, value, token)
        elif word == "drop":
            server.client_filter(lambda *_: GstRtspServer.RTSPFilterResult.REMOVE)
        elif word == "quit":
            loop.quit()
        print("ok " + word, flush=True)

    def listen():
        for line in sys.stdin:
            GLib.idle_add(obey, line)
        GLib.idle_add(loop.quit)

    threading.Thread(target=listen, daemon=True).start()
    print(server.get_bound_port(), flush=True)
    loop.run()


main()
